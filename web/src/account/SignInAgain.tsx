// Over a page whose session has ended: one signs in again and goes on where one was, with the focus there, too.

import { useMe } from "../api/account";
import { useSignInAgain } from "../api/session";
import { Dialog } from "../look/Dialog";
import { useText } from "../text/language";
import { SignInForm } from "./SignInForm";

export function SignInAgain() {
  const t = useText();
  return (
    <Dialog open closable={false} keyboard={false} footer={null} width={380} title={t("account.session_over")}>
      <p className="quiet">{t("account.session_over_why")}</p>
      <SignInForm known={useMe().data?.login} signIn={useSignInAgain()} />
    </Dialog>
  );
}

// Over a page whose session has ended: one signs in again and goes on where one was, with the focus there, too.

import { useEffect, useState } from "react";
import { useMe } from "../api/account";
import { useSignInAgain } from "../api/session";
import { Dialog } from "../look/Dialog";
import { useText } from "../text/language";
import { SignInForm } from "./SignInForm";

/** Gives the focus back to what had it, once the dialog is gone; where that is gone, to the content. */
function useFocusGivenBack() {
  // Looked at before the dialog takes it.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      setTimeout(() => {
        const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body;
        (isThere ? before : document.getElementById("content"))?.focus({ preventScroll: isThere });
      });
    },
    [before],
  );
}

export function SignInAgain() {
  const t = useText();
  useFocusGivenBack();
  return (
    <Dialog open closable={false} keyboard={false} footer={null} width={380} title={t("account.session_over")}>
      <p className="quiet">{t("account.session_over_why")}</p>
      <SignInForm known={useMe().data?.login} signIn={useSignInAgain()} />
    </Dialog>
  );
}

// Signing in.

import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useSignIn } from "../api/account";
import { useText } from "../text/language";
import { Door } from "./Door";
import { SignInForm } from "./SignInForm";

/** Only an address of this page: what leads elsewhere would send people to a stranger's door. */
function safe(to: string | undefined): string {
  return to?.startsWith("/") && !to.startsWith("//") && !to.includes("\\") ? to : "/";
}

export function SignIn() {
  const t = useText();
  const router = useRouter();
  const navigate = useNavigate();
  const { to } = useSearch({ from: "/sign-in" });
  const enter = () => (to ? router.history.push(safe(to)) : void navigate({ to: "/" }));
  return (
    <Door title={t("account.sign_in")}>
      <SignInForm signIn={useSignIn()} onDone={enter} />
    </Door>
  );
}

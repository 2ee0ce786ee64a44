// Who is signed in, the language, the account, and the way out.
import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import { useMe, useSignOut } from "../api/account";
import { UserIcon } from "../look/icon";
import { useLanguage, useText } from "../text/language";

export function PortalMenu() {
  const t = useText();
  const navigate = useNavigate();
  const me = useMe().data;
  const signOut = useSignOut();
  const { language, choose } = useLanguage();
  const items = [
    {
      key: "who",
      type: "group" as const,
      label: (
        <div className="who">
          <strong>{me?.name}</strong>
          <span>{me?.customer?.title}</span>
        </div>
      ),
    },
    { key: "language", label: t("portal.language"), onClick: () => choose(language === "zh" ? "en" : "zh") },
    { key: "account", label: t("portal.account"), onClick: () => void navigate({ to: "/account" }) },
    ...(me?.viewing
      ? []
      : [
          {
            key: "out",
            label: t("frame.sign_out"),
            onClick: () => signOut.mutate(undefined, { onSuccess: () => void navigate({ to: "/sign-in" }) }),
          },
        ]),
  ];
  return (
    <Dropdown menu={{ items, className: "portal-menu" }} trigger={["click"]}>
      <Button type="text" icon={<UserIcon />} aria-label={t("frame.account_of", { name: me?.name ?? "" })} />
    </Dropdown>
  );
}

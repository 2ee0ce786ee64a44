// Who is signed in, with the way to sessions, password and tokens, and out.

import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import { useMe, useSignOut } from "../api/account";
import { UserIcon } from "../look/icon";
import { useNarrow } from "../look/Look";
import { useLabel, useText } from "../text/language";

export function AccountMenu() {
  const t = useText();
  const label = useLabel();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const me = useMe().data;
  const signOut = useSignOut();
  const roles = [...new Set(me?.roles.map((held) => label(held.label)))].join(" · ");
  const items = [
    {
      key: "who",
      type: "group" as const,
      label: (
        <div className="who">
          <strong>{me?.name}</strong>
          <span>{me?.customer?.title ?? roles}</span>
        </div>
      ),
    },
    { key: "account", label: t("frame.account"), onClick: () => void navigate({ to: "/account" }) },
    { key: "settings", label: t("settings.title"), onClick: () => void navigate({ to: "/settings" }) },
    {
      key: "out",
      label: t("frame.sign_out"),
      onClick: () => signOut.mutate(undefined, { onSuccess: () => void navigate({ to: "/sign-in" }) }),
    },
  ];
  return (
    <Dropdown menu={{ items }} trigger={["click"]}>
      <Button
        type="text"
        icon={narrow ? <UserIcon /> : undefined}
        aria-label={t("frame.account_of", { name: me?.name ?? "" })}
      >
        {narrow ? null : me?.name}
      </Button>
    </Dropdown>
  );
}

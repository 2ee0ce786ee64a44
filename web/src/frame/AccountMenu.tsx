// Who is signed in, with the way to sessions, password and tokens, and out.

import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import { useMe, useSignOut } from "../api/account";
import { useAbsences } from "../api/away";
import { UserIcon } from "../look/icon";
import { useNarrow } from "../look/Look";
import { type Offer, useOffers } from "../palette/offer";
import { inBoth, useLabel, useText } from "../text/language";

/** Where the menu leads, by the name of its text. */
interface Way extends Pick<Offer, "id" | "kind" | "run"> {
  word: string;
}

export function AccountMenu() {
  const t = useText();
  const label = useLabel();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const me = useMe().data;
  const signOut = useSignOut();
  const mayBeAway = useAbsences()?.may.create === true;
  const roles = [...new Set(me?.roles.map((held) => label(held.label)))].join(" · ");
  const ways: Way[] = [
    { id: "page:/account", kind: "page", word: "frame.account", run: () => void navigate({ to: "/account" }) },
    ...(mayBeAway
      ? [
          {
            id: "page:/account/away",
            kind: "page" as const,
            word: "away.title",
            run: () => void navigate({ to: "/account/away" }),
          },
        ]
      : []),
    { id: "page:/settings", kind: "page", word: "settings.title", run: () => void navigate({ to: "/settings" }) },
  ];
  // Whoever looks through another's eyes ends that first.
  if (!me?.viewing) {
    ways.push({
      id: "sign_out",
      kind: "act",
      word: "frame.sign_out",
      run: () => signOut.mutate(undefined, { onSuccess: () => void navigate({ to: "/sign-in" }) }),
    });
  }
  useOffers(ways.map(({ word, ...way }) => ({ ...way, label: inBoth(word) })));
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
    ...ways.map(({ id, word, run }) => ({ key: id, label: t(word), onClick: run })),
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

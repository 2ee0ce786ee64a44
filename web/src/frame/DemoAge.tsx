// Says how old the demo is, once that is too old to be believed, and how to renew it.

import { useMe } from "../api/account";
import { useText } from "../text/language";

export function DemoAge() {
  const t = useText();
  const demo = useMe().data?.demo;
  if (!demo?.is_old) return null;
  return (
    <p className="demo-age" role="status">
      {t("demo.old", { n: demo.days_old, flag: "--demo --demo-reset" })}
    </p>
  );
}

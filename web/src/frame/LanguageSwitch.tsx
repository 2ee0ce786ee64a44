// Switches between Chinese and English; this browser remembers.
import { Button } from "antd";
import { useOffers } from "../palette/offer";
import { inBoth, useLanguage, useText } from "../text/language";

export function LanguageSwitch() {
  const t = useText();
  const { language, choose } = useLanguage();
  const other = language === "zh" ? "en" : "zh";
  const change = () => choose(other);
  useOffers([{ id: "language", kind: "act", label: inBoth("frame.language"), run: change }]);
  return (
    <Button type="text" lang={other === "zh" ? "zh-CN" : "en"} aria-label={t("frame.language")} onClick={change}>
      {other === "zh" ? "中文" : "EN"}
    </Button>
  );
}

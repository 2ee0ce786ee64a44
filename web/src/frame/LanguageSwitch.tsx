// Switches between Chinese and English; this browser remembers.
import { Button } from "antd";
import { useLanguage, useText } from "../text/language";

export function LanguageSwitch() {
  const t = useText();
  const { language, choose } = useLanguage();
  const other = language === "zh" ? "en" : "zh";
  return (
    <Button
      type="text"
      lang={other === "zh" ? "zh-CN" : "en"}
      aria-label={t("frame.language")}
      onClick={() => choose(other)}
    >
      {other === "zh" ? "中文" : "EN"}
    </Button>
  );
}

// Switches between Chinese and English, here and for the account.

import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { meQuery, useChooseLanguage } from "../api/account";
import { useLanguage, useText } from "../text/language";

export function LanguageSwitch() {
  const t = useText();
  const { language, choose } = useLanguage();
  const remember = useChooseLanguage();
  const signedIn = Boolean(useQueryClient().getQueryData(meQuery.queryKey));
  const other = language === "zh" ? "en" : "zh";
  const change = () => {
    choose(other);
    if (signedIn) remember.mutate(other);
  };
  return (
    <Button type="text" lang={other === "zh" ? "zh-CN" : "en"} aria-label={t("frame.language")} onClick={change}>
      {other === "zh" ? "中文" : "EN"}
    </Button>
  );
}

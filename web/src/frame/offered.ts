// The language for whoever has chosen none on this device: what the account has chosen on another, else the organisation's.

import { useEffect } from "react";
import { useMe } from "../api/account";
import { useLanguage } from "../text/language";

export function useOfferedLanguage() {
  const me = useMe().data;
  const { offer } = useLanguage();
  useEffect(() => offer(me?.language, me?.organisation_language), [offer, me?.language, me?.organisation_language]);
}

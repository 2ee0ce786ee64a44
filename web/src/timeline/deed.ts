// What an entry of the history says was done.
import type { Entry, Process } from "../api/wire";
import { useLabel, useText } from "../text/language";

export const DEED: { [action: string]: string } = {
  created: "record.did_create",
  updated: "record.did_update",
  commented: "record.did_comment",
  related: "record.did_relate",
  unrelated: "record.did_unrelate",
  attached: "record.did_attach",
  voided: "record.did_void",
  converted: "record.did_convert",
  merged: "record.did_merge",
  unmerged: "record.did_unmerge",
  split: "record.did_split",
  approval_asked: "record.did_ask_approval",
  voted: "record.did_vote",
  approval_withdrawn: "record.did_withdraw",
  approval_urged: "record.did_urge",
  signer_added: "record.did_add_signer",
  handed_on: "record.did_hand_on",
  copied: "record.did_copy",
  approval_voided: "record.did_void_approval",
  warned: "record.did_warn",
  breached: "record.did_breach",
  escalated: "record.did_escalate",
  retargeted: "record.did_retarget",
  refused: "record.did_refuse",
  signed_in: "record.did_sign_in",
  sign_in_failed: "record.did_fail_sign_in",
  account_changed: "record.did_change_account",
  exported: "record.did_export",
  viewing_begun: "record.did_begin_viewing",
  viewing_ended: "record.did_end_viewing",
  erased: "record.did_erase",
  migrated: "record.did_migrate",
};

/** The deed of an entry in words: a step by its label, all else by its kind. */
export function useDeed(process: Process): (entry: Entry) => string {
  const t = useText();
  const label = useLabel();
  return (entry) => {
    const transition = process.transitions.find((one) => one.id === entry.transition);
    if (["transitioned", "updated"].includes(entry.action) && transition) return label(transition.label);
    const deed = DEED[entry.action];
    return deed ? t(deed) : entry.action;
  };
}

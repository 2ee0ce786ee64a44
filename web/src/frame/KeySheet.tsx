// The sheet of keys, opened by `?`.

import { Dialog } from "../look/Dialog";
import { useText } from "../text/language";

const KEYS = [
  ["/", "frame.key_find"],
  ["n", "frame.key_create"],
  ["j  k", "frame.key_move"],
  ["Space", "frame.key_preview"],
  ["Enter", "frame.key_open"],
  ["e", "frame.key_edit"],
  ["r", "frame.key_reply"],
  ["m", "frame.key_note"],
  ["Ctrl Enter", "frame.key_send"],
  ["?", "frame.key_sheet"],
] as const;

export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <Dialog open={open} onCancel={onClose} footer={null} title={t("frame.keys")} width={420}>
      <dl className="key-sheet">
        {KEYS.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.split(/\s+/).map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

// Choosing a file, CSV or Excel's, by a click or by dropping it anywhere on the page. It is read at once: what is imported is what was
// chosen, even if somebody saves over it.
import { Button } from "antd";
import { useRef, useState } from "react";
import { UploadIcon } from "../look/icon";
import { useFiles } from "../record/useFiles";
import { useText } from "../text/language";

const EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** What a file is by its name; the server looks at how it begins. */
const typeOf = (name: string) => (/\.xlsx$/i.test(name) ? EXCEL : "text/csv");

interface FileChoiceProps {
  file: File | undefined;
  isBusy: boolean;
  onChoose: (file: File) => void;
}

export function FileChoice({ file, isBusy, onChoose }: FileChoiceProps) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [isUnreadable, setUnreadable] = useState(false);
  const take = async ([chosen]: File[]) => {
    if (!chosen) return;
    try {
      const bytes = await chosen.arrayBuffer();
      setUnreadable(false);
      onChoose(new File([bytes], chosen.name, { type: typeOf(chosen.name) }));
    } catch {
      setUnreadable(true);
    }
  };
  const over = useFiles(!isBusy, (files) => void take(files));
  return (
    <div className={over ? "file-choice over" : "file-choice"}>
      <input
        ref={input}
        type="file"
        accept={`.xlsx,.csv,text/csv,${EXCEL}`}
        hidden
        aria-label={t("import.choose")}
        onChange={(event) => {
          void take([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <Button
        type={file ? "default" : "primary"}
        icon={<UploadIcon />}
        disabled={isBusy}
        onClick={() => input.current?.click()}
      >
        {t(file ? "import.choose_other" : "import.choose")}
      </Button>
      {file ? <strong>{file.name}</strong> : <span className="quiet">{t("import.or_drop")}</span>}
      {isUnreadable ? (
        <p className="fault" role="alert">
          {t("import.unreadable")}
        </p>
      ) : null}
    </div>
  );
}

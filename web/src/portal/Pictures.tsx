// Pictures and files for a report: from the camera, from the gallery, by pasting. They stay here until they are sent.
import { useEffect, useState } from "react";
import type { KeptFile, useKeptFiles } from "../api/keptFiles";
import { CloseIcon, PaperClipIcon } from "../look/icon";
import { useFiles } from "../record/useFiles";
import { useText } from "../text/language";

type Kept = ReturnType<typeof useKeptFiles>;

export function Pictures({ files }: { files: Kept }) {
  const t = useText();
  useFiles(true, files.add);
  return (
    <div className="question">
      <h1>{t("portal.pictures")}</h1>
      <p className="help">{t("portal.pictures_why")}</p>
      <div className="pick">
        <Pick label={t("portal.camera")} accept="image/*" camera add={files.add} />
        <Pick label={t("portal.gallery")} add={files.add} />
      </div>
      <Thumbs files={files.files} remove={files.remove} />
    </div>
  );
}

interface PickProps {
  label: string;
  accept?: string;
  camera?: boolean;
  add: (files: File[]) => void;
}

/** A control that takes files. */
export function Pick({ label, accept, camera = false, add }: PickProps) {
  return (
    <label className={camera ? "pick-one camera" : "pick-one"}>
      <input
        type="file"
        className="unseen"
        multiple
        accept={accept}
        capture={camera ? "environment" : undefined}
        onChange={(event) => {
          add([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <PaperClipIcon /> {label}
    </label>
  );
}

/** What was chosen, small, each with the way to take it away again. */
export function Thumbs({ files, remove }: { files: KeptFile[]; remove?: (key: string) => void }) {
  const t = useText();
  if (files.length === 0) return null;
  return (
    <ul className="thumbs">
      {files.map(({ key, file }) => (
        <li key={key}>
          <Thumb file={file} />
          <span className="thumb-name">{file.name}</span>
          {remove ? (
            <button type="button" aria-label={t("portal.take_away", { name: file.name })} onClick={() => remove(key)}>
              <CloseIcon />
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function Thumb({ file }: { file: File }) {
  const isPicture = file.type.startsWith("image/");
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!isPicture) return;
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file, isPicture]);
  return address ? <img src={address} alt="" /> : <span className="thumb-file" aria-hidden="true" />;
}

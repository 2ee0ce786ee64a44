// Files that will go with what is being written: seen before they are sent, and taken out again.
import { Progress } from "antd";
import { useEffect, useMemo } from "react";
import { CloseIcon, PaperClipIcon } from "../look/icon";
import { useText } from "../text/language";
import { size } from "../text/size";

interface WaitingProps {
  files: File[];
  /** The share of the first that has gone, while they are being sent. */
  share: number | undefined;
  onRemove: (file: File) => void;
}

export function Waiting({ files, share, onRemove }: WaitingProps) {
  const t = useText();
  if (files.length === 0) return null;
  return (
    <ul className="plain waiting">
      {files.map((file, index) => (
        <li key={`${file.name}:${file.size}:${file.lastModified}`}>
          <Thumbnail file={file} />
          <span className="name">{file.name}</span>
          <span className="quiet figure">{size(file.size)}</span>
          {share !== undefined && index === 0 ? (
            <Progress percent={Math.round(share * 100)} size="small" aria-label={file.name} />
          ) : (
            <button type="button" aria-label={t("compose.remove", { name: file.name })} onClick={() => onRemove(file)}>
              <CloseIcon />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Thumbnail({ file }: { file: File }) {
  const address = useMemo(() => (file.type.startsWith("image/") ? URL.createObjectURL(file) : undefined), [file]);
  useEffect(() => () => void (address && URL.revokeObjectURL(address)), [address]);
  return address ? <img src={address} alt="" /> : <PaperClipIcon />;
}

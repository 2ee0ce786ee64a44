// The report is there, and some of its files are not: they are sent again, or left.
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useOnce } from "../api/once";
import { Fault } from "../look/Fault";
import { useText } from "../text/language";
import type { Asking } from "./asking";
import { Thumbs } from "./Pictures";
import type { SendReport } from "./send";
import { usePlainReason } from "./trouble";

interface FilesLeftProps {
  process: string;
  number: string;
  asking: Asking;
  sending: SendReport;
}

export function FilesLeft({ process, number, asking: { draft, files }, sending }: FilesLeftProps) {
  const t = useText();
  const reason = usePlainReason();
  const again = useOnce(sending.send);
  const leave = () => {
    draft.forget();
    files.clear();
  };
  return (
    <>
      <h1>{t("portal.files_left")}</h1>
      <p>{t("portal.files_left_why", { number, n: files.files.length })}</p>
      <Thumbs files={files.files} remove={files.remove} />
      {sending.error ? <Fault error={sending.error} said={reason(sending.error)} /> : null}
      <Button type="primary" block className="report-next" loading={sending.isSending} onClick={again.run}>
        {t("portal.send_files")}
      </Button>
      <Link to="/sent/$process/$number" params={{ process, number }} className="big-link" onClick={leave}>
        {t("portal.leave_files")}
      </Link>
    </>
  );
}

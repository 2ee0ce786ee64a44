// Somebody else has saved the board meanwhile: both as lists of their charts, what differs marked, and the choice.
import { Button } from "antd";
import { useLabel, useText } from "../text/language";
import type { EditedBoard, EditedChart } from "./edited";

interface OvertakenProps {
  mine: EditedBoard;
  theirs: EditedBoard;
  onKeep: () => void;
  onTake: () => void;
}

const same = (one: EditedChart, other: EditedChart) =>
  JSON.stringify({ ...one, key: "" }) === JSON.stringify({ ...other, key: "" });

export function Overtaken({ mine, theirs, onKeep, onTake }: OvertakenProps) {
  const t = useText();
  const label = useLabel();
  const listed = ({ words, charts }: EditedBoard, other: EditedBoard) => (
    <>
      <p>{label({ zh: words.title ?? "", en: words.title_en ?? "" })}</p>
      <ul>
        {charts.map((chart) => {
          const name = label({ zh: chart.title, en: chart.title_en });
          const isSame = other.charts.some((one) => same(one, chart));
          return <li key={chart.key}>{isSame ? name : <strong>{t("board.differs", { chart: name })}</strong>}</li>;
        })}
      </ul>
    </>
  );
  return (
    <div className="conflict" role="alert">
      <p>{t("board.overtaken")}</p>
      <div className="sides">
        <div>
          <h2>{t("record.mine")}</h2>
          {listed(mine, theirs)}
          <Button size="small" type="primary" onClick={onKeep}>
            {t("board.keep_mine")}
          </Button>
        </div>
        <div>
          <h2>{t("record.theirs")}</h2>
          {listed(theirs, mine)}
          <Button size="small" onClick={onTake}>
            {t("board.take_theirs")}
          </Button>
        </div>
      </div>
    </div>
  );
}

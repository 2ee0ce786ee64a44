// A double click, however fast, writes once; after the answer one may press again.
import { act, fireEvent, render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { useOnce } from "./once";

function Pressed({ make }: { make: () => Promise<void> }) {
  const once = useOnce(make);
  return (
    <button type="button" onClick={once.run}>
      {once.isBusy ? "busy" : "make"}
    </button>
  );
}

it("a_second_press_before_the_answer_does_nothing_and_one_after_a_failure_tries_again", async () => {
  const answers: (() => void)[] = [];
  render(<Pressed make={() => new Promise((_, fail) => answers.push(() => fail(new Error("refused"))))} />);
  const button = screen.getByRole("button");
  // Both clicks before anything is drawn anew.
  act(() => {
    button.click();
    button.click();
  });
  fireEvent.click(button);
  expect(answers).toHaveLength(1);
  expect(button.textContent).toBe("busy");
  await act(async () => answers[0]?.());
  expect(button.textContent).toBe("make");
  fireEvent.click(button);
  expect(answers).toHaveLength(2);
});

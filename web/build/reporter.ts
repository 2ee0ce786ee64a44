// Reports each unit test of the page as one line, in the form in which all suites are counted.
import type { Reporter, TestCase } from "vitest/node";

export default class LineReporter implements Reporter {
  onTestCaseResult(test: TestCase) {
    const { state } = test.result();
    console.log(`test page::${test.name} ... ${state === "passed" ? "ok" : state === "failed" ? "FAILED" : "ignored"}`);
  }
}

// What the tests' document lacks of a browser, and cleaning up after each test.
import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// A busy machine is no failure.
configure({ asyncUtilTimeout: 20_000 });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  localStorage.clear();
  sessionStorage.clear();
});

Element.prototype.scrollIntoView = () => undefined;
window.scrollTo = () => undefined;

// What the tests' document lacks of a browser, and cleaning up after each test.
import { cleanup } from "@testing-library/react";
import { afterEach, vi } from "vitest";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  localStorage.clear();
  sessionStorage.clear();
});

Element.prototype.scrollIntoView = () => undefined;
window.scrollTo = () => undefined;

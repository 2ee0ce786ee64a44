// Going to the first control that something is wrong with.

/** A control that says so itself, or the first of a choice: none of its options is wrong by itself. */
const WRONG = '[aria-invalid="true"], [data-fault] input';

export function focusFirstFault(form: ParentNode = document) {
  const place = form.querySelector<HTMLElement>(WRONG);
  place?.scrollIntoView({ block: "center" });
  place?.focus({ preventScroll: true });
}

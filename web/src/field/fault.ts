// Going to the first control that something is wrong with.

export function focusFirstFault(form: ParentNode = document) {
  const place = form.querySelector<HTMLElement>('[aria-invalid="true"]');
  place?.scrollIntoView({ block: "center" });
  place?.focus({ preventScroll: true });
}

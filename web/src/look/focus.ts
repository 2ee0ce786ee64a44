// Where the focus goes when it has no better place.

/** The keys are for the page again. */
export const focusContent = () => document.getElementById("content")?.focus({ preventScroll: true });

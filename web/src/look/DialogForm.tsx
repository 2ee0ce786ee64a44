// What is filled in in a dialog. Enter in a line and Ctrl+Enter anywhere in it are what the dialog's main button is.
import type { ReactNode, Ref } from "react";

interface DialogFormProps {
  ref?: Ref<HTMLFormElement>;
  className?: string;
  onSubmit: () => void;
  children: ReactNode;
}

export function DialogForm({ ref, className, onSubmit, children }: DialogFormProps) {
  return (
    <form
      ref={ref ?? null}
      className={className ? `dialog-form ${className}` : "dialog-form"}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      {/* The dialog's buttons stand outside of the form. */}
      <button type="submit" hidden />
    </form>
  );
}

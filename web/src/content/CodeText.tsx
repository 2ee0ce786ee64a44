// A text of code as it is read: every line with its number, none of them wrapped.

export function CodeText({ text }: { text: string }) {
  return (
    <ol className="code-text">
      {text.split("\n").map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
        <li key={index} data-line={index + 1} tabIndex={-1}>
          <code>{line || "\u200b"}</code>
        </li>
      ))}
    </ol>
  );
}

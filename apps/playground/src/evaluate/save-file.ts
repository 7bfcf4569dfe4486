/** Gives a visitor a file to keep. */
export function saveFile(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  // The browser has it from here on.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

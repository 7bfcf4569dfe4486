/** What a network is called by its file: the name without directory and ending. */
export function modelName(file: string): string {
  const name = file.split(/[/\\]/).at(-1) ?? file;
  return name.replace(/\.\w+$/, "") || name;
}

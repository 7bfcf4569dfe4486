/** What the image in a row is called in errors. @param row from 0 on */
export function rowName(file: string, row: number): string {
  return `${file} row ${row}`;
}

const leftBehind = ["thumbs.db", "desktop.ini", "__macosx"];

/** Whether a file or folder is hidden, or one that desktops and archivers leave behind. */
export function isJunk(name: string): boolean {
  return name.startsWith(".") || leftBehind.includes(name.toLowerCase());
}

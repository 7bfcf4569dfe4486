/** Whether this machine stores numbers as most files do. */
export const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

import { crc32 } from "node:zlib";

/** A member of an archive, as it is or as the directory has it. */
interface Member {
  readonly name: string;
  readonly content: Uint8Array;
}

/** A ZIP archive of stored members (APPNOTE.TXT, 4.3). */
export function zip(members: readonly Member[]): Uint8Array {
  const locals = members.map(localRecord);
  let offset = 0;
  const records = members.map((member, i) => {
    const record = directoryRecord(member, offset);
    offset += locals[i]?.length ?? 0;
    return record;
  });
  return archive(locals, records);
}

/** What stands before a member's content, and the content. */
export function localRecord({ name, content }: Member): Buffer {
  const header = pack([0x04034b50, 4], [20, 2], [0, 6], [33, 2], ...sizes(name, content), [0, 2]);
  return Buffer.concat([header, Buffer.from(name), content]);
}

/** What the directory says of a member. */
export function directoryRecord({ name, content }: Member, offset: number): Buffer {
  const version = [20, 2] as const;
  const header = pack(
    ...[[0x02014b50, 4] as const, version, version, [0, 6] as const, [33, 2] as const],
    ...sizes(name, content),
    ...[[0, 6] as const, [0, 6] as const, [offset, 4] as const],
  );
  return Buffer.concat([header, Buffer.from(name)]);
}

/** An archive of these records, each of which may be false. */
export function archive(locals: readonly Buffer[], directory: readonly Buffer[]): Uint8Array {
  const [data, records] = [Buffer.concat(locals), Buffer.concat(directory)];
  const count = directory.length;
  const end = pack(
    [0x06054b50, 4],
    [0, 4],
    [count, 2],
    [count, 2],
    [records.length, 4],
    [data.length, 4],
    [0, 2],
  );
  return new Uint8Array(Buffer.concat([data, records, end]));
}

type Field = readonly [value: number, bytes: number];

function sizes(name: string, content: Uint8Array): Field[] {
  return [
    [crc32(content), 4],
    [content.length, 4],
    [content.length, 4],
    [Buffer.byteLength(name), 2],
  ];
}

function pack(...fields: readonly Field[]): Buffer {
  const parts = fields.map(([value, bytes]) => {
    const part = Buffer.alloc(bytes);
    part.writeUIntLE(value, 0, bytes);
    return part;
  });
  return Buffer.concat(parts);
}

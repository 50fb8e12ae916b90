import { crc32, deflateSync } from 'node:zlib';

/** A file as `setInputFiles` takes it. */
export type Upload = { name: string; mimeType: string; buffer: Buffer };

/** A real PNG picture, 48 by 32, of one colour; another `shade` makes another file. */
export function png(name: string, shade = 0x60): Upload {
  const [width, height] = [48, 32];
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8); // eight bits a channel, RGB; the other three bytes stay 0
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, shade)]);
  const pixels = Buffer.concat(Array.from({ length: height }, () => line));
  const buffer = Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { name, mimeType: 'image/png', buffer };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body) >>> 0);
  return Buffer.concat([length, body, sum]);
}

/** A real PDF with this many small pages, each with a line of text. */
export function pdf(name: string, pages = 1, padding = 0): Upload {
  const kids = Array.from({ length: pages }, (_, page) => `${4 + 2 * page} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  for (let page = 0; page < pages; page++) {
    const text = `BT /F1 18 Tf 20 60 Td (Sample ${page + 1}) Tj ET${' '.repeat(padding)}`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 140] /Contents ${5 + 2 * page} 0 R ` +
        '/Resources << /Font << /F1 3 0 R >> >> >>',
      `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    );
  }
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const end =
    `xref\n0 ${size}\n0000000000 65535 f \n${table}` +
    `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(body + end, 'latin1') };
}

/** Plain text that calls itself a PDF. */
export function textNamedPdf(name: string): Upload {
  return { name, mimeType: 'application/pdf', buffer: Buffer.from('参加証ではなく、ただの文章です。\n') };
}

/** Not one byte. */
export function empty(name: string): Upload {
  return { name, mimeType: 'image/png', buffer: Buffer.alloc(0) };
}

/** The beginning of a photo as an iPhone keeps it, named as if it were a JPEG. */
export function heic(name: string): Upload {
  const box = Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from('ftypheic', 'latin1'),
    Buffer.alloc(4),
    Buffer.from('mif1heic', 'latin1'),
  ]);
  return { name, mimeType: 'image/jpeg', buffer: Buffer.concat([box, Buffer.alloc(256)]) };
}

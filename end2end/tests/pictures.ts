import { type Page } from '@playwright/test';
import { type Upload } from './files';

/** What a made photo shows. */
export type Scene = {
  width: number;
  height: number;
  paper?: string;
  ink?: string;
  /** In pixels of the picture. */
  blur?: number;
  /** Grain, as a camera's sensor adds it, makes the file large. */
  grain?: number;
  /** A red square in the upper left corner of the pixels as they are kept. */
  mark?: boolean;
  /** Another number makes another photo. */
  seed?: number;
};

/** A JPEG of a page of print, made by the browser itself. */
export async function photo(page: Page, name: string, scene: Scene): Promise<Upload> {
  const base64 = await page.evaluate(async ({ width, height, paper, ink, blur, grain, mark, seed }) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext('2d')!;
    context.fillStyle = paper ?? '#f4f2ec';
    context.fillRect(0, 0, width, height);
    context.filter = blur ? `blur(${blur}px)` : 'none';
    context.fillStyle = ink ?? '#222';
    const size = Math.round(Math.max(width, height) / 90);
    context.font = `${size}px sans-serif`;
    for (let y = size * 8; y < height - size * 8; y += size * 2) {
      context.fillText(`Certificate of attendance ${seed ?? 1} line ${y}`, width / 8, y, width * 0.7);
    }
    context.filter = 'none';
    if (mark) {
      context.fillStyle = '#d00';
      context.fillRect(0, 0, width / 10, width / 10);
    }
    if (grain) {
      const image = context.getImageData(0, 0, width, height);
      let state = 7;
      for (let index = 0; index < image.data.length; index++) {
        state = (state * 1103515245 + 12345) & 0x7fffffff;
        if (index % 4 < 3) image.data[index] = (image.data[index] ?? 0) + ((state >> 16) % (2 * grain + 1)) - grain;
      }
      context.putImageData(image, 0, 0);
    }
    const url = canvas.toDataURL('image/jpeg', 0.95);
    return url.slice(url.indexOf(',') + 1);
  }, scene);
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}

/** The photo with what a telephone writes beside the pixels: held upright (turned by 90 degrees), and where it was taken. */
export function asATelephoneSavesIt(photo: Upload): Upload {
  const tiff = Buffer.alloc(26 + 12 + 2 + 4 + 2 + 12 + 4);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8); // two entries: orientation, and where the position stands
  entry(tiff, 10, 0x0112, 3, 1, 6);
  entry(tiff, 22, 0x8825, 4, 1, 38);
  tiff.writeUInt16LE(1, 38);
  entry(tiff, 40, 0x0001, 2, 2, 'N'.charCodeAt(0));
  const content = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length + 2);
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1]), length, content]);
  const buffer = Buffer.concat([photo.buffer.subarray(0, 2), segment, photo.buffer.subarray(2)]);
  return { ...photo, buffer };
}

function entry(tiff: Buffer, at: number, tag: number, type: number, count: number, value: number): void {
  tiff.writeUInt16LE(tag, at);
  tiff.writeUInt16LE(type, at + 2);
  tiff.writeUInt32LE(count, at + 4);
  tiff.writeUInt32LE(value, at + 8);
}

/** From now on, keeps the bytes of every file that pages send. To be called before the page is opened. */
export async function watchWhatIsSent(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const sent: Blob[] = [];
    Object.assign(window, { sent });
    const keep = (body: unknown): void => {
      if (body instanceof FormData) [...body.values()].forEach(keep);
      else if (body instanceof Blob) sent.push(body);
      else if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) sent.push(new Blob([body as BlobPart]));
    };
    const send = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function (body) {
      keep(body);
      send.call(this, body);
    };
  });
}

/** The bytes of all files that this page has sent. */
export async function whatWasSent(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const { sent } = window as unknown as { sent: Blob[] };
    const bytes = new Uint8Array(await new Blob(sent).arrayBuffer());
    let text = '';
    for (let index = 0; index < bytes.length; index += 0x8000) {
      text += String.fromCharCode(...bytes.subarray(index, index + 0x8000));
    }
    return btoa(text);
  });
  return Buffer.from(base64, 'base64');
}

/** A stored picture: its size, and in which corner its red mark is. */
export async function stored(page: Page, address: string): Promise<{ width: number; height: number; mark: string }> {
  return page.evaluate(async (address) => {
    const picture = await createImageBitmap(await (await fetch(address)).blob());
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [picture.width, picture.height];
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(picture, 0, 0);
    const isRed = (x: number, y: number) => {
      const [red = 0, green = 0, blue = 0] = context.getImageData(x, y, 1, 1).data;
      return red > 150 && green < 80 && blue < 80;
    };
    const [right, bottom] = [picture.width - 20, picture.height - 20];
    const corners = { 'upper left': [20, 20], 'upper right': [right, 20], 'lower left': [20, bottom], 'lower right': [right, bottom] };
    const mark = Object.entries(corners).find(([, [x = 0, y = 0]]) => isRed(x, y))?.[0] ?? 'none';
    return { width: picture.width, height: picture.height, mark };
  }, address);
}

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

// The rules as a program and as WASM, as `.ci/twin` leaves them.
const twin = process.env.SHURYO_TWIN ?? resolve(__dirname, '../../target/twin');

const QUESTIONS = 100_000;
const IN_A_BATCH = 1_000;
/** Any number will do, as long as it stays: a difference is then found again. */
const SEED = 20_260_331;

/** The batch in JSON, and the program's answers as the bytes it wrote. */
async function askTheProgram(batch: string): Promise<{ questions: Buffer; answers: Buffer }> {
  const args = [String(SEED), batch, String(IN_A_BATCH)];
  const options = { encoding: 'buffer' as const, maxBuffer: 256 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(join(twin, 'twin'), args, options);
  const end = stdout.indexOf('\n');
  return { questions: stdout.subarray(0, end), answers: stdout.subarray(end + 1) };
}

/** A site with the WASM module and, under `/batch/N`, what batch N asks. */
async function site(): Promise<{ url: string; answers: Map<string, Buffer>; close: () => void }> {
  const answers = new Map<string, Buffer>();
  const send = (response: ServerResponse, type: string, body: Buffer | string) =>
    response.writeHead(200, { 'Content-Type': type }).end(body);
  const server = createServer((request, response) => {
    const serve = async (path: string) => {
      const batch = /^\/batch\/(\d+)$/.exec(path)?.[1];
      if (path === '/') return send(response, 'text/html', '<!doctype html><title>twin</title><link rel="icon" href="data:,">');
      if (path === '/twin.js') return send(response, 'text/javascript', await readFile(join(twin, 'twin.js')));
      if (path === '/twin_bg.wasm') return send(response, 'application/wasm', await readFile(join(twin, 'twin_bg.wasm')));
      if (batch === undefined) return response.writeHead(404).end();
      const asked = await askTheProgram(batch);
      answers.set(batch, asked.answers);
      return send(response, 'application/json', asked.questions);
    };
    serve(request.url ?? '').catch((fault) => response.writeHead(500).end(String(fault)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, answers, close: () => server.close() };
}

type Module = { default: () => Promise<unknown>; answers: (batch: string) => string };

test('of 100,000 drafts the browser and the server say the same, byte by byte', async ({ page }) => {
  const { url, answers, close } = await site();
  try {
    await page.goto(url);
    await page.evaluate(async () => {
      const path = '/twin.js';
      const module = (await import(path)) as Module;
      await module.default();
      Object.assign(window, { answers: module.answers });
    });
    let compared = 0;
    for (let number = 0; number < QUESTIONS / IN_A_BATCH; number += 1) {
      const inTheBrowser = await page.evaluate(async (path) => {
        const batch = await fetch(path);
        if (!batch.ok) throw new Error(await batch.text());
        return (window as unknown as Module).answers(await batch.text());
      }, `/batch/${number}`);
      const inTheProgram = answers.get(String(number)) ?? Buffer.alloc(0);
      if (!Buffer.from(inTheBrowser).equals(inTheProgram)) {
        const lines = inTheProgram.toString().split('\n');
        const nth = inTheBrowser.split('\n').findIndex((line, index) => line !== lines[index]);
        // Fails, and shows the first difference.
        expect(inTheBrowser.split('\n')[nth], `question ${nth} of batch ${number}`).toBe(lines[nth]);
      }
      compared += inTheProgram.toString().split('\n').length - 1;
    }
    expect(compared).toBe(QUESTIONS);
  } finally {
    close();
  }
});

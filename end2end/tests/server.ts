import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(__dirname, '../..');
const binary = process.env.SHURYO_SERVER ?? join(root, 'target/run/server');
const siteRoot = process.env.SHURYO_SITE_ROOT ?? join(root, 'target/site');

/** The moment that every journey starts at unless it says otherwise: noon in Japan, 2026-01-20. */
export const DEMO_NOW = '2026-01-20T03:00:00Z';

/** A Shuryo of the test's own: one process, one port, one data folder, one clock. */
export class Server {
  private process?: ChildProcess;
  private startedAt = 0;
  /** Settings of this server's own. */
  private settings: NodeJS.ProcessEnv = {};

  private constructor(
    /** The folder with the database, the files and the log; it goes when the test ends. */
    readonly folder: string,
    readonly port: number,
    private now: string,
  ) {}

  /** A new data folder with the schema and the example accounts, to be copied for each test. */
  static async seededFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'shuryo-seed-'));
    await mkdir(join(folder, 'files'));
    const seeding = new Server(folder, 0, DEMO_NOW);
    try {
      await seeding.run('migrate');
      await seeding.run('seed', '--demo');
      return folder;
    } catch (fault) {
      await seeding.remove();
      throw fault;
    }
  }

  /** Starts a server on a copy of `seeded`, at the time `now`. */
  static async start(seeded: string, now = DEMO_NOW): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'shuryo-journey-'));
    await cp(seeded, folder, { recursive: true });
    const server = new Server(folder, await freePort(), now);
    await server.serve();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The server's own time, in milliseconds: its clock began at its moment and runs on. */
  get time(): number {
    return Date.parse(this.now) + Date.now() - this.startedAt;
  }

  /** What the process has written so far. */
  log(): Promise<string> {
    return readFile(join(this.folder, 'server.log'), 'utf8');
  }

  /** Runs another command of the program on the same data, such as `verify`; rejects when it fails. */
  async run(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(binary, args, { cwd: this.folder, env: this.environment() });
    return stdout;
  }

  /** Stops (if it runs) and starts on the same port and data, at another time and with other settings if given. */
  async restart({ now, settings }: { now?: string; settings?: NodeJS.ProcessEnv } = {}): Promise<void> {
    await this.stop();
    this.now = now ?? this.now;
    this.settings = settings ?? this.settings;
    await this.serve();
  }

  /** The power cut: no warning, no clearing up. `restart` brings it back. */
  async kill9(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks the process to end; one that does not within 10 seconds is a fault. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Ends the process whatever state it is in and removes its data. */
  async remove(): Promise<void> {
    await this.kill9();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async serve(): Promise<void> {
    const log = await open(join(this.folder, 'server.log'), 'a');
    const child = spawn(binary, ['serve', '--demo'], {
      cwd: this.folder,
      env: this.environment(),
      stdio: ['ignore', log.fd, log.fd],
    });
    this.process = child;
    this.startedAt = Date.now();
    // Without a listener, a program that is not there would end the whole test run instead of this test.
    child.once('error', () => {});
    await log.close();
    const deadline = Date.now() + 20_000;
    while (!(await this.answers())) {
      if (child.pid === undefined || child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`${binary} did not start on ${this.url}:\n${(await this.log()).slice(-4000)}`);
      }
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  private async answers(): Promise<boolean> {
    try {
      await fetch(`${this.url}/login`, { redirect: 'manual' });
      return true;
    } catch {
      return false;
    }
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const overdue = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(overdue);
    if (signal === 'SIGTERM' && child.signalCode === 'SIGKILL') {
      throw new Error('the server did not end within 10 seconds of SIGTERM');
    }
  }

  private environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      SHURYO_ADDRESS: `127.0.0.1:${this.port}`,
      SHURYO_PUBLIC_URL: this.url,
      SHURYO_DATABASE_URL: `sqlite://${this.folder}/shuryo.db`,
      SHURYO_FILES: join(this.folder, 'files'),
      SHURYO_SITE_ROOT: siteRoot,
      SHURYO_DEMO: '1',
      SHURYO_DEMO_NOW: this.now,
      ...this.settings,
    };
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

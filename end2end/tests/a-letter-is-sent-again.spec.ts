import { once } from 'node:events';
import { createServer, type AddressInfo, type Server as Listener, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { png } from './files';
import { Doctor, ROTA } from './steps';
import { expect, expectAccessible, login, test } from './support';

/** A mail server that refuses every recipient until it is told to take them. */
class Post {
  /** The letters that it took, each with its head. */
  readonly letters: string[] = [];
  private takes = false;

  private constructor(private readonly listener: Listener) {
    listener.on('connection', (socket) => void this.talk(socket).catch(() => socket.destroy()));
  }

  static async open(): Promise<Post> {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return new Post(listener);
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.listener.address() as AddressInfo).port}`;
  }

  takeAll(): void {
    this.takes = true;
  }

  close(): void {
    this.listener.close();
  }

  private async talk(socket: Socket): Promise<void> {
    const say = (line: string) => socket.write(`${line}\r\n`);
    let letter: string[] | undefined;
    say('220 post.example.jp');
    for await (const line of createInterface({ input: socket })) {
      if (letter && line === '.') {
        this.letters.push(letter.join('\n'));
        letter = undefined;
        say('250 OK');
      } else if (letter) {
        letter.push(line);
      } else if (line === 'DATA') {
        letter = [];
        say('354 go on');
      } else if (line.startsWith('RCPT') && !this.takes) {
        say('550 5.1.1 no such user here');
      } else {
        say('250 OK');
      }
    }
  }
}

test('a letter that the mail server refused is listed with the reason and sent again', async ({ page, visitor, server }) => {
  const post = await Post.open();
  try {
    await server.restart({ settings: { SHURYO_MAIL: 'smtp', SHURYO_SMTP: post.url, SHURYO_MAIL_FROM: 'noreply@example.jp' } });
    const doctor = new Doctor(page);
    await doctor.logIn('demo-member');
    await doctor.openApplication();
    await doctor.enterItems([{ item: ROTA, proofs: [png('当番表.png')] }]);
    const number = await doctor.send();

    const office = await visitor();
    await login(office, 'demo-office');
    await office.goto('/admin');
    await office.getByRole('link', { name: '送れなかったメール', exact: true }).click();
    await expect(office.getByRole('heading', { level: 1, name: '送れなかったメール' })).toBeVisible();
    const row = office.getByRole('row').filter({ hasText: `申請を受け付けました（${number}）` });
    await expect(async () => {
      await office.reload();
      await expect(row).toBeVisible({ timeout: 500 });
    }).toPass();
    await expect(row).toContainText('demo-member@example.jp');
    await expect(row).toContainText('1回');
    await expect(row).toContainText('受け取りを断りました');
    await expect(office.getByRole('main')).not.toContainText('no such user');
    await expectAccessible(office);
    await office.setViewportSize({ width: 320, height: 740 });
    expect(await office.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await expectAccessible(office);
    const button = row.getByRole('button', { name: 'もう一度送る', exact: true });
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);

    const action = (await row.locator('form').getAttribute('action')) ?? '';
    post.takeAll();
    await button.click();
    await expect(office.getByRole('main')).toContainText('もう一度送る手続きをしました。');
    await expect(row).toHaveCount(0);
    await expectAccessible(office);
    const mine = () => post.letters.filter((letter) => letter.includes('To: demo-member@example.jp'));
    await expect(() => expect(mine()).toHaveLength(1)).toPass();

    // The same form once more, as a double click sends it: the letter has left already.
    const again = await office.request.post(action, { form: { go: 'again' } });
    expect(new URL(again.url()).search).toBe('?done=1');
    await office.waitForTimeout(3000);
    expect(mine()).toHaveLength(1);
  } finally {
    post.close();
  }
});

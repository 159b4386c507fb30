/** A mail in plain text. */
export type Mail = { readonly to: string; readonly subject: string; readonly text: string }

const lines = (...texts: readonly string[]): string => `${texts.join('\n\n')}\n`

/** What people are written: in English, and below it in Chinese, since it is not known what they read. */
export const mail = {
  /** `by` is an address that has taken a mail of ours, no name: whoever invites must not choose words that a stranger reads. */
  invitation: (to: string, link: string, by: string): Mail => ({
    to,
    subject: 'Your invitation to silkgate',
    text: lines(
      `${by} has invited you to the payment console. Open this link within 72 hours and choose a password:`,
      link,
      'If you do not expect this, ignore it: nothing happens.',
      `${by} 邀请您使用支付控制台。请在 72 小时内打开上面的链接并设置密码。如果您未预期此邮件，请忽略。`,
    ),
  }),
  recovery: (to: string, link: string): Mail => ({
    to,
    subject: 'A new password for silkgate',
    text: lines(
      'Somebody has asked for a new password for this address. Open this link within an hour and choose one:',
      link,
      'If it was not you, ignore this: your password stays as it is.',
      '有人为此邮箱申请了新密码。请在一小时内打开上面的链接并设置新密码。如果不是您本人操作，请忽略，您的密码不会改变。',
    ),
  }),
  passwordChanged: (to: string): Mail => ({
    to,
    subject: 'Your password for silkgate was changed',
    text: lines(
      'Your password for the payment console was changed. If it was not you, ask an administrator at once to end your sessions.',
      '您的支付控制台密码已更改。如果不是您本人操作，请立即联系管理员结束您的会话。',
    ),
  }),
  locked: (to: string): Mail => ({
    to,
    subject: 'Too many wrong attempts at silkgate',
    text: lines(
      'Somebody has entered a wrong password or code for this address five times. For 15 minutes no password is taken.',
      'If it was not you, choose a new password; nothing else was let in.',
      '有人连续五次输入了错误的密码或验证码，15 分钟内无法使用密码登录。如果不是您本人操作，请更换密码。',
    ),
  }),
}

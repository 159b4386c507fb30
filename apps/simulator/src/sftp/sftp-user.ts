/** Who may log in; each sees its own files. */
export const sftpUsers = ['alipayplus', 'bank'] as const
export type SftpUser = (typeof sftpUsers)[number]

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** Read by assets/theme-1.js before anything is painted. */
const kept = 'silkgate.theme'

export const themeChosen = (): Theme => themes.find((theme) => theme === localStorage.getItem(kept)) ?? 'system'

export const chooseTheme = (theme: Theme): void => {
  if (theme === 'system') {
    localStorage.removeItem(kept)
    delete document.documentElement.dataset.theme
  } else {
    localStorage.setItem(kept, theme)
    document.documentElement.dataset.theme = theme
  }
}

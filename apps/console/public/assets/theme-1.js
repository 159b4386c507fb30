// Runs before anything is painted, so that a theme that was chosen does not flash.
const theme = localStorage.getItem('silkgate.theme')
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme

import { useState } from 'react'
import { keysAreOn, switchKeys } from '../command/shortcuts.ts'
import { chooseLanguage } from '../ui/choose-language.ts'
import { browserZone, chooseZone, zoneChosen, zones } from '../ui/format.ts'
import { type Language, languageNow, texts } from '../ui/texts.ts'
import { chooseTheme, type Theme, themeChosen, themes } from '../ui/theme.ts'

/** How the console looks on this device. */
export const Appearance = () => {
  const [theme, setTheme] = useState(themeChosen())
  const choose = (chosen: Theme) => {
    chooseTheme(chosen)
    setTheme(chosen)
  }
  return (
    <section aria-labelledby="appearance">
      <h2 id="appearance">{texts.settings.appearance}</h2>
      <p className="muted">{texts.settings.onThisDevice}</p>
      <div className="form">
        <fieldset>
          <legend>{texts.settings.theme}</legend>
          {themes.map((one) => (
            <label key={one} className="choice">
              <input type="radio" name="theme" value={one} checked={one === theme} onChange={() => choose(one)} />
              {texts.settings.themes[one]}
            </label>
          ))}
        </fieldset>
        <label>
          {texts.language}
          <select value={languageNow()} onChange={(event) => chooseLanguage(event.target.value as Language)}>
            <option value="en">English</option>
            <option value="zh-Hans">简体中文</option>
          </select>
        </label>
        <label>
          {texts.settings.timeZone}
          <select value={zoneChosen() ?? ''} onChange={(event) => chooseZone(event.target.value)}>
            <option value="">{texts.settings.ownZone(browserZone())}</option>
            {zones().map((zone) => (
              <option key={zone} value={zone}>
                {zone}
              </option>
            ))}
          </select>
        </label>
        <label className="choice">
          <input type="checkbox" defaultChecked={keysAreOn()} onChange={({ target }) => switchKeys(target.checked)} />
          {texts.commands.singleKeys}
        </label>
      </div>
    </section>
  )
}

import { Link } from '@tanstack/react-router'
import { texts } from '../ui/texts.ts'

/** Runs, and remittances one by one. */
export const RemittanceTabs = () => (
  <nav className="tabs" aria-label={texts.remittances}>
    <Link to="/remittance" activeOptions={{ exact: true, includeSearch: false }}>
      {texts.remittance.runs}
    </Link>
    <Link to="/remittance/all" activeOptions={{ includeSearch: false }}>
      {texts.remittance.all}
    </Link>
  </nav>
)

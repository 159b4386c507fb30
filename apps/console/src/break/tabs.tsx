import { Link } from '@tanstack/react-router'
import { texts } from '../ui/texts.ts'

/** What does not agree, and what is only expected: the one never counts as the other. */
export const BreakTabs = () => (
  <nav className="tabs" aria-label={texts.reconciliation}>
    <Link to="/reconciliation" activeOptions={{ exact: true, includeSearch: false }}>
      {texts.workbench.breaks}
    </Link>
    <Link to="/reconciliation/expected" activeOptions={{ includeSearch: false }}>
      {texts.workbench.expected}
    </Link>
  </nav>
)

import { drawPage } from '../ui/page.js'
import { Entry } from './entry/entry.js'
import { WithMailLink } from './entry/with-mail-link.js'
import { router } from './router.js'

void drawPage({ router, entry: <Entry />, around: WithMailLink })

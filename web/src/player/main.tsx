import { drawPage } from '../ui/page.js'
import { Entry } from './entry.js'
import { router } from './router.js'

void drawPage({ router, entry: <Entry /> })

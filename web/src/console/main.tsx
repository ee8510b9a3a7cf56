import { ofConsole } from '../texts/en/of-console.js'
import { drawPage } from '../ui/page.js'
import { ConsoleEntry } from './entry.js'
import { router } from './router.js'

void drawPage({ router, entry: <ConsoleEntry />, texts: ofConsole })

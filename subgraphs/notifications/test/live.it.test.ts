import { connectLive, serveForTest, type LiveClient } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCompletion, aPlayer, startNotifications, type Player, type TestApp } from './notifications-app.js'

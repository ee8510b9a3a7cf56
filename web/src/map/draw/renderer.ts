import type { WorldRenderer } from './world-renderer.js'

/**
 * WebGL where the browser has it in hardware, a 2D canvas elsewhere, and when WebGL cannot be started.
 * @param wanted by `?renderer=`
 * @param onLost the graphics card has taken the picture away for good
 */
export async function createRenderer(wanted: string | null, onLost: () => void): Promise<WorldRenderer> {
  if (wanted === 'webgl' || (wanted !== 'canvas' && hasWebGl())) {
    try {
      const { createPixiRenderer } = await import('./pixi-renderer.js')
      return await createPixiRenderer(onLost)
    } catch (error) {
      if (wanted === 'webgl') throw error
    }
  }
  const { createCanvasRenderer } = await import('./canvas-renderer.js')
  return createCanvasRenderer()
}

const SOFTWARE = /swiftshader|llvmpipe|software|basic render/i

/** WebGL in software is slower than a 2D canvas, so it does not count. Some browsers say so only by its name. */
function hasWebGl(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true })
  if (context === null) return false
  const names = context.getExtension('WEBGL_debug_renderer_info')
  const name = String(context.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER))
  context.getExtension('WEBGL_lose_context')?.loseContext()
  return !SOFTWARE.test(name)
}

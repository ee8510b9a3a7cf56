# One image for every process of Waystone; docker-compose.yml says which one a container runs.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
# Not `npm prune --omit=dev`: that keeps vitest, TypeScript and the Prisma CLI, which better-auth could use.
RUN npm ci --no-audit --no-fund && npm run generate && npm run build && node tools/production.mjs /production

FROM node:24-bookworm-slim
# `waystone` is a command of the image: `docker compose run --rm --no-deps seed waystone status`.
ENV NODE_ENV=production PATH=/app/node_modules/.bin:$PATH
WORKDIR /app
# Owned by root, so that the process can change nothing of itself.
COPY --from=build --chown=root:root /production /app
USER node
# The same command that `npm run start:distributed` gives each process, and that the end-to-end tests run.
CMD ["node", "--max-semi-space-size=32", "gateway/dist/main.js"]

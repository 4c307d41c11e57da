# For an installation with a database of its own (compose.yaml). Checked by reading, not by building.
FROM node:24-bookworm-slim

WORKDIR /millrace
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOST=0.0.0.0 PORT=3000 MILLRACE_DATA_DIR=/var/lib/millrace

# With development and optional dependencies: the build needs the one, the compilers' platform packages are the other.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --no-audit --no-fund \
 && npm cache clean --force

COPY . .
RUN mkdir -p /var/lib/millrace && chown -R node:node /millrace /var/lib/millrace
USER node
RUN node node_modules/prisma/build/index.js generate && node scripts/build.ts

VOLUME /var/lib/millrace
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "require('node:http').get('http://127.0.0.1:' + process.env.PORT + '/readyz', (res) => process.exit(res.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]

# The launcher applies migrations, starts web and worker, and stops both in order on SIGTERM.
STOPSIGNAL SIGTERM
CMD ["node", "server/main.ts"]

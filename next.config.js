/** @type {import('next').NextConfig} */
export default {
  // the folder of this project, not of a lockfile somewhere above it
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: ["pg", "graphile-worker", "@prisma/client", "@prisma/adapter-pg", "jsonata", "pino"],
  poweredByHeader: false,
  devIndicators: false,
  // no foreign images, so no optimiser: it has been a way in (GHSA-2xp9-vwfh-vxw4)
  images: { unoptimized: true },
  // `npm test` checks the types of everything; a start should not wait for it again
  typescript: { ignoreBuildErrors: true },
};

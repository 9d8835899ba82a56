// Loaded by n8n as an "external hook": adds the community packages on disk to n8n's table of installed packages, with
// the function that n8n itself calls after an installation. So Settings → Community nodes lists the package, and the
// editor treats it as installed. This is needed because n8n itself installs only published packages, not a packed file.

import { createRequire } from 'node:module';

/** The parts of n8n 2.41.1 and 1.123.81 that are used here. n8n doesn't publish types that could be imported. */
interface CommunityPackages {
	findInstalledPackage(packageName: string): Promise<object | null>;
	persistInstalledPackage(loader: PackageLoader): Promise<unknown>;
	removePackageFromDatabase(previous: object): Promise<unknown>;
}

interface PackageLoader {
	readonly loadedNodes: readonly object[];
}

interface NodeLoaders {
	readonly loaders: Readonly<Record<string, PackageLoader>>;
}

interface Container {
	get<Service>(type: new (...args: never[]) => Service): Service;
}

const PACKAGE_NAME = 'n8n-nodes-chatdash';

async function listPackage(): Promise<void> {
	const fromN8n = createRequire(process.argv[1] ?? '');
	const { Container }: { Container: Container } = fromN8n('@n8n/di');
	const { CommunityPackagesService }: { CommunityPackagesService: new () => CommunityPackages } =
		fromN8n('../dist/modules/community-packages/community-packages.service.js');
	const { LoadNodesAndCredentials }: { LoadNodesAndCredentials: new () => NodeLoaders } = fromN8n(
		'../dist/load-nodes-and-credentials.js',
	);
	const loader = Container.get(LoadNodesAndCredentials).loaders[PACKAGE_NAME];
	// A package that failed to load must not be listed as installed; n8n's log has the reason.
	if (loader === undefined || loader.loadedNodes.length === 0) return;
	const packages = Container.get(CommunityPackagesService);
	const previous = await packages.findInstalledPackage(PACKAGE_NAME);
	if (previous !== null) await packages.removePackageFromDatabase(previous);
	await packages.persistInstalledPackage(loader);
}

/** n8n calls these functions when everything is loaded, before it answers requests. */
export const n8n = { ready: [listPackage] };

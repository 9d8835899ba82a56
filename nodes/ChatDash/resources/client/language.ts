// The language of a client's dashboard. ChatDash documents ISO 639-1 and a default of English, and no list of its own;
// so all codes of ISO 639-1 are offered.
import { type Result, err, ok } from '../../../transport/result';
import type { Field } from '../../fields/field';
import { parseText, quote } from '../../fields/parseText';

/** ISO 639-1: every two-letter code with its English name. */
export const LANGUAGES: Readonly<Record<string, string>> = {
	ab: 'Abkhazian',
	aa: 'Afar',
	af: 'Afrikaans',
	ak: 'Akan',
	sq: 'Albanian',
	am: 'Amharic',
	ar: 'Arabic',
	an: 'Aragonese',
	hy: 'Armenian',
	as: 'Assamese',
	av: 'Avaric',
	ae: 'Avestan',
	ay: 'Aymara',
	az: 'Azerbaijani',
	bm: 'Bambara',
	ba: 'Bashkir',
	eu: 'Basque',
	be: 'Belarusian',
	bn: 'Bengali',
	bi: 'Bislama',
	bs: 'Bosnian',
	br: 'Breton',
	bg: 'Bulgarian',
	my: 'Burmese',
	ca: 'Catalan',
	ch: 'Chamorro',
	ce: 'Chechen',
	ny: 'Chichewa',
	zh: 'Chinese',
	cu: 'Church Slavonic',
	cv: 'Chuvash',
	kw: 'Cornish',
	co: 'Corsican',
	cr: 'Cree',
	hr: 'Croatian',
	cs: 'Czech',
	da: 'Danish',
	dv: 'Divehi',
	nl: 'Dutch',
	dz: 'Dzongkha',
	en: 'English',
	eo: 'Esperanto',
	et: 'Estonian',
	ee: 'Ewe',
	fo: 'Faroese',
	fj: 'Fijian',
	fi: 'Finnish',
	fr: 'French',
	ff: 'Fulah',
	gl: 'Galician',
	lg: 'Ganda',
	ka: 'Georgian',
	de: 'German',
	el: 'Greek',
	gn: 'Guarani',
	gu: 'Gujarati',
	ht: 'Haitian Creole',
	ha: 'Hausa',
	he: 'Hebrew',
	hz: 'Herero',
	hi: 'Hindi',
	ho: 'Hiri Motu',
	hu: 'Hungarian',
	is: 'Icelandic',
	io: 'Ido',
	ig: 'Igbo',
	id: 'Indonesian',
	ia: 'Interlingua',
	ie: 'Interlingue',
	iu: 'Inuktitut',
	ik: 'Inupiaq',
	ga: 'Irish',
	it: 'Italian',
	ja: 'Japanese',
	jv: 'Javanese',
	kl: 'Kalaallisut',
	kn: 'Kannada',
	kr: 'Kanuri',
	ks: 'Kashmiri',
	kk: 'Kazakh',
	km: 'Khmer',
	ki: 'Kikuyu',
	rw: 'Kinyarwanda',
	kv: 'Komi',
	kg: 'Kongo',
	ko: 'Korean',
	kj: 'Kuanyama',
	ku: 'Kurdish',
	ky: 'Kyrgyz',
	lo: 'Lao',
	la: 'Latin',
	lv: 'Latvian',
	li: 'Limburgish',
	ln: 'Lingala',
	lt: 'Lithuanian',
	lu: 'Luba-Katanga',
	lb: 'Luxembourgish',
	mk: 'Macedonian',
	mg: 'Malagasy',
	ms: 'Malay',
	ml: 'Malayalam',
	mt: 'Maltese',
	gv: 'Manx',
	mi: 'Maori',
	mr: 'Marathi',
	mh: 'Marshallese',
	mn: 'Mongolian',
	na: 'Nauru',
	nv: 'Navajo',
	ng: 'Ndonga',
	ne: 'Nepali',
	nd: 'North Ndebele',
	se: 'Northern Sami',
	no: 'Norwegian',
	nb: 'Norwegian Bokmål',
	nn: 'Norwegian Nynorsk',
	oc: 'Occitan',
	or: 'Odia',
	oj: 'Ojibwa',
	om: 'Oromo',
	os: 'Ossetic',
	pi: 'Pali',
	ps: 'Pashto',
	fa: 'Persian',
	pl: 'Polish',
	pt: 'Portuguese',
	pa: 'Punjabi',
	qu: 'Quechua',
	ro: 'Romanian',
	rm: 'Romansh',
	rn: 'Rundi',
	ru: 'Russian',
	sm: 'Samoan',
	sg: 'Sango',
	sa: 'Sanskrit',
	sc: 'Sardinian',
	gd: 'Scottish Gaelic',
	sr: 'Serbian',
	sn: 'Shona',
	ii: 'Sichuan Yi',
	sd: 'Sindhi',
	si: 'Sinhala',
	sk: 'Slovak',
	sl: 'Slovenian',
	so: 'Somali',
	nr: 'South Ndebele',
	st: 'Southern Sotho',
	es: 'Spanish',
	su: 'Sundanese',
	sw: 'Swahili',
	ss: 'Swati',
	sv: 'Swedish',
	tl: 'Tagalog',
	ty: 'Tahitian',
	tg: 'Tajik',
	ta: 'Tamil',
	tt: 'Tatar',
	te: 'Telugu',
	th: 'Thai',
	bo: 'Tibetan',
	ti: 'Tigrinya',
	to: 'Tongan',
	ts: 'Tsonga',
	tn: 'Tswana',
	tr: 'Turkish',
	tk: 'Turkmen',
	tw: 'Twi',
	uk: 'Ukrainian',
	ur: 'Urdu',
	ug: 'Uyghur',
	uz: 'Uzbek',
	ve: 'Venda',
	vi: 'Vietnamese',
	vo: 'Volapük',
	wa: 'Walloon',
	cy: 'Welsh',
	fy: 'Western Frisian',
	wo: 'Wolof',
	xh: 'Xhosa',
	yi: 'Yiddish',
	yo: 'Yoruba',
	za: 'Zhuang',
	zu: 'Zulu',
};

/** What an empty language means, as ChatDash documents it. */
const DEFAULT_LANGUAGE = 'en';

/** The field for a client's language. */
export const languageField: Field<string> = {
	property: {
		displayName: 'Language',
		type: 'options',
		options: Object.entries(LANGUAGES).map(([value, name]) => ({
			name: `${name} (${value})`,
			value,
		})),
		default: DEFAULT_LANGUAGE,
		description:
			"The language of the client's dashboard. An expression can give a code such as <code>de</code>, in any case, or a tag such as <code>pt-BR</code>.",
	},
	parse: readLanguage,
};

/** The language of a client that is there already: an empty value may not make it English without anyone's wish. */
export const languageToSet: Field<string> = {
	...languageField,
	parse: (raw) => {
		const text = parseText(raw, 'Language');
		return text.ok && text.value === ''
			? err(
					"'Language' is empty",
					'Give a code of two letters such as en, de or pt, or remove the field to leave the language as it is.',
				)
			: readLanguage(raw);
	},
};

/**
 * Reads a language: a code of ISO 639-1 in any case, or a tag such as `pt-BR` or `pt_BR`, of which the first part counts.
 *
 * @returns the code in lower case; `en` for nothing at all. A language's name is a fault that names its code.
 */
export function readLanguage(raw: unknown): Result<string> {
	const text = parseText(raw, 'Language');
	if (!text.ok) return text;
	if (text.value === '') return ok(DEFAULT_LANGUAGE);

	const [code = ''] = text.value.toLowerCase().split(/[-_]/);
	if (Object.hasOwn(LANGUAGES, code)) return ok(code);

	const named = codeOfName(text.value);
	return named === undefined
		? err(
				`'Language' is not a language code: ${quote(text.value)}`,
				'Give a code of two letters such as en, de or pt, or leave the field empty for English.',
			)
		: err(
				`'Language' is a name, not a code: ${quote(text.value)}`,
				`The code of this language is ${named}. In an expression, ${named} has to come out.`,
			);
}

let codesByName: ReadonlyMap<string, string> | undefined;

/** The code of a language by its English name or by the name that its own speakers give it, in any case. */
function codeOfName(name: string): string | undefined {
	codesByName ??= allNames();
	return codesByName.get(name.toLowerCase());
}

/** Made once, and only if somebody's items hold names: the platform takes milliseconds to tell them. */
function allNames(): ReadonlyMap<string, string> {
	const codes = new Map<string, string>();
	for (const code of Object.keys(LANGUAGES)) {
		const names = new Intl.DisplayNames([code], { type: 'language', fallback: 'none' });
		const own = names.of(code);
		if (own !== undefined) codes.set(own.toLowerCase(), code);
	}
	// The English names come last, for they win: Twi is called Akan by its speakers, and that is the name of another code.
	for (const [code, english] of Object.entries(LANGUAGES)) codes.set(english.toLowerCase(), code);
	return codes;
}

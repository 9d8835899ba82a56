// What a spreadsheet shows instead of a value. Sent on, each such cell would become a client named "#REF!".

/** The values of Excel and Google Sheets, by the languages that have words of their own. */
const SHOWN: Readonly<Record<string, string>> = {
	English:
		'#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #ERROR! #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #BUSY! #UNKNOWN! #EXTERNAL! #TIMEOUT! #PYTHON!',
	Croatian: '#DIJ/0! #VRIJEDNOST! #NAZIV? #BROJ! #N/D',
	Czech: '#DĚLENÍ_NULOU! #HODNOTA! #ODKAZ! #NÁZEV? #ČÍSLO! #NENÍ_K_DISPOZICI #PRESAH! #PŘESAH_DAT!',
	Danish: '#NUL! #DIVISION/0! #VÆRDI! #REFERENCE! #NAVN? #NUMMER! #I/T #OVERLØB!',
	Dutch: '#LEEG! #DEEL/0! #WAARDE! #VERW! #NAAM? #GETAL! #N/B #OVERLOOP!',
	Finnish: '#TYHJÄ! #JAKO/0! #ARVO! #VIITTAUS! #NIMI? #LUKU! #PUUTTUU #PUUTTUU! #LEVITTYMINEN!',
	French: '#NUL! #VALEUR! #NOM? #NOMBRE! #PROPAGATION! #EPARS! #CALCUL! #OBTENTION_DONNEES',
	German: '#LEER! #WERT! #BEZUG! #ZAHL! #NV #ÜBERLAUF! #KALK! #DATEN_ABRUFEN',
	Greek: '#ΚΕΝΟ! #ΔΙΑΙΡ./0! #ΤΙΜΗ! #ΑΝΑΦ! #ΟΝΟΜΑ? #ΑΡΙΘ! #Δ/Υ',
	Hungarian: '#NULLA! #ZÉRÓOSZTÓ! #ÉRTÉK! #HIV! #NÉV? #SZÁM! #HIÁNYZIK #KIBONTÁS!',
	Italian: '#NULLO! #VALORE! #RIF! #NOME? #N/D #ESPANSIONE!',
	Norwegian: '#VERDI! #NAVN? #I/T #OVERFLYT!',
	Polish: '#ZERO! #DZIEL/0! #ARG! #ADR! #NAZWA? #LICZBA! #N/D! #BŁĄD! #ROZLANIE!',
	Portuguese: '#NULO! #VALOR! #NOME? #NÚM! #N/D #DESPEJAR! #TRANSPOSIÇÃO!',
	Romanian: '#NUL! #VALOARE! #NUME?',
	Russian: '#ПУСТО! #ДЕЛ/0! #ЗНАЧ! #ССЫЛКА! #ИМЯ? #ЧИСЛО! #Н/Д #ПЕРЕНОС! #ВЫЧИСЛ!',
	Slovak: '#NEPLATNÝ! #DELENIE_NULOU! #DELENIENULOU! #HODNOTA! #ODKAZ! #NÁZOV? #ČÍSLO! #NEDOSTUPNÝ',
	Slovenian: '#NIČ! #DEL/0! #VREDN! #SKLIC! #IME? #ŠTEV! #N/V',
	Spanish:
		'#¡NULO! #¡DIV/0! #¡VALOR! #¡REF! #¿NOMBRE? #¡NUM! #N/D #¡DESBORDAMIENTO! #¡CALC! #OBTENIENDO_DATOS',
	Swedish: '#SKÄRNING! #DIVISION/0! #VÄRDEFEL! #REFERENS! #NAMN? #OGILTIGT! #SAKNAS #SAKNAS!',
	Turkish: '#BOŞ! #SAYI/0! #DEĞER! #BAŞV! #AD? #SAYI! #YOK #TAŞMA!',
	Ukrainian: '#ДІЛЕННЯ/0! #ЗНАЧЕННЯ! #ПОСИЛАННЯ! #ІМ’Я? #НОМЕР! #Н/Д',
};

/** A cell of Google Sheets that isn't calculated yet, in small letters and without the dots at its end. */
const LOADING: ReadonlySet<string> = new Set([
	...['loading', 'wird geladen', 'chargement', 'chargement en cours', 'cargando', 'carregando'],
	...['a carregar', 'caricamento', 'caricamento in corso', 'laden', 'wczytywanie', 'ładowanie'],
	...['läser in', 'laddar', 'indlæser', 'laster inn', 'laster', 'ladataan', 'načítání'],
	...['betöltés', 'se încarcă', 'yükleniyor', 'загрузка', 'завантаження'],
	...['φόρτωση', '読み込んでいます', '読み込み中', '正在加载', '正在載入', '로드 중'],
]);

const ALL: ReadonlySet<string> = new Set(
	Object.values(SHOWN).flatMap((ofLanguage) => ofLanguage.split(' ')),
);

/** Inside of a text, `#NV` has to be a word of its own: "#NVIDIA" begins with it. */
const INSIDE = new RegExp(
	`(?:${[...ALL].map((each) => each.replace(/[?./]/g, '\\$&')).join('|')})(?:(?<=[!?])|(?![\\p{L}\\p{N}_]))`,
	'u',
);

/** A cell that is too narrow for its number, and what LibreOffice shows. */
const WHOLE = /^(?:#{2,}|Err:\d{3})$/;

const ENDS_IN_DOTS = /\s*(?:\.{3}|…)$/;

/** Longer texts are no cell that loads. */
const LONGEST_LOADING = 30;

/**
 * Finds what a spreadsheet shows instead of a value.
 *
 * @param text a normalized text, which may join the cell with others
 * @returns what it shows, such as `#REF!`; `undefined` if there is nothing of this kind
 */
export function spreadsheetErrorIn(text: string): string | undefined {
	if (WHOLE.test(text) || isLoading(text)) return text;
	if (!text.includes('#')) return undefined;
	return INSIDE.exec(text)?.[0] ?? (isInSmallLetters(text) ? text : undefined);
}

/** Whether a normalized text is nothing but what a spreadsheet shows instead of a value. */
export const isSpreadsheetError = (text: string): boolean => spreadsheetErrorIn(text) === text;

const isLoading = (text: string) =>
	text.length <= LONGEST_LOADING &&
	ENDS_IN_DOTS.test(text) &&
	LOADING.has(text.replace(ENDS_IN_DOTS, '').toLowerCase());

/** Logins are often written in small letters by the expression that gives them. */
const isInSmallLetters = (text: string) =>
	text === text.toLowerCase() && ALL.has(text.toUpperCase());

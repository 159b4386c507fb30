/** Flat drawings of the products, 240 by 180, on a tile of their own so that they sit well in both themes. */
export const drawings: Readonly<Record<string, string>> = {
  notebook: `<rect width="240" height="180" fill="#dbe7e4"/>
<rect x="80" y="30" width="92" height="124" rx="5" fill="#0f3d3a" opacity=".18"/>
<rect x="74" y="24" width="92" height="124" rx="5" fill="#1f6f68"/>
<rect x="74" y="24" width="16" height="124" rx="5" fill="#17564f"/>
<rect x="104" y="48" width="46" height="26" rx="3" fill="#f4efe2"/>
<path d="M112 58h30M112 65h20" stroke="#1f6f68" stroke-width="2.5" stroke-linecap="round"/>
<rect x="148" y="24" width="6" height="124" fill="#e5a93c"/>
<path d="M124 148v16l5-5 5 5v-16z" fill="#c8553d"/>`,
  pen: `<rect width="240" height="180" fill="#e7e1ef"/>
<g transform="rotate(-32 120 90)">
<rect x="38" y="86" width="166" height="16" rx="8" fill="#2a2140" opacity=".14"/>
<rect x="112" y="80" width="92" height="18" rx="9" fill="#3b2f63"/>
<rect x="72" y="82" width="44" height="14" rx="3" fill="#554591"/>
<rect x="108" y="79" width="7" height="20" rx="2" fill="#d9b25f"/>
<rect x="188" y="80" width="5" height="18" fill="#d9b25f"/>
<rect x="140" y="74" width="52" height="4" rx="2" fill="#d9b25f"/>
<path d="M72 83L44 89L72 95z" fill="#d9b25f"/>
<path d="M44 89h20" stroke="#6d5521" stroke-width="1.5"/><circle cx="65" cy="89" r="1.8" fill="#6d5521"/>
</g>
<path d="M40 148c14-12 22 10 36-2s20 8 34-2 16 6 26 0" fill="none" stroke="#3b2f63" stroke-width="2.5" stroke-linecap="round"/>`,
  postcards: `<rect width="240" height="180" fill="#f2e3d3"/>
<g transform="rotate(8 130 92)"><rect x="66" y="44" width="122" height="84" rx="4" fill="#fff"/>
<rect x="66" y="44" width="122" height="84" rx="4" fill="#c99b6b" opacity=".25"/></g>
<g transform="rotate(-5 120 90)">
<rect x="58" y="48" width="124" height="86" rx="4" fill="#fffdf8"/>
<rect x="64" y="54" width="112" height="74" fill="#f6b26b"/>
<circle cx="142" cy="82" r="13" fill="#fff1c9"/>
<path d="M64 108l22-26 18 20 20-30 26 32 26-14v38H64z" fill="#b5533c"/>
<path d="M64 112h112v16H64z" fill="#2f6d8f"/>
<path d="M106 112h28l-6 8h-16z" fill="#5b2a1d"/><path d="M118 110V88c9 5 13 12 14 22z" fill="#fffdf8"/>
<path d="M72 120h18M146 121h20" stroke="#a9d0e2" stroke-width="2" stroke-linecap="round"/>
</g>`,
  scarf: `<rect width="240" height="180" fill="#f4dfe3"/>
<path d="M58 60h124v78a6 6 0 0 1-6 6H64a6 6 0 0 1-6-6z" fill="#842640" opacity=".16" transform="translate(5 6)"/>
<path d="M62 92h116v38H62z" fill="#842640"/>
<path d="M66 130v14M76 130v14M86 130v14M96 130v14M106 130v14M116 130v14M126 130v14M136 130v14M146 130v14M156 130v14M166 130v14M174 130v14" stroke="#842640" stroke-width="4" stroke-linecap="round"/>
<path d="M56 48a8 8 0 0 1 8-8h112a8 8 0 0 1 8 8v60a6 6 0 0 1-6 6H62a6 6 0 0 1-6-6z" fill="#c24461"/>
<path d="M56 62h128M56 70h128" stroke="#f0b8a4" stroke-width="3"/>
<path d="M56 96h128" stroke="#a3324d" stroke-width="6"/>
<path d="M120 74l10 9-10 9-10-9zM92 74l10 9-10 9-10-9zM148 74l10 9-10 9-10-9z" fill="#f0b8a4"/>
<path d="M62 122h116" stroke="#c97d78" stroke-width="3"/>`,
  cranes: `<rect width="240" height="180" fill="#dfe6f3"/>
<g><path d="M120 122L44 96l58 2z" fill="#2f5fa8"/><path d="M120 122L102 98l34-58 2 58z" fill="#4f83d1"/>
<path d="M120 122l18-24-2-58 30 52z" fill="#2f5fa8"/><path d="M120 122l46-30 30-8-14 16z" fill="#4f83d1"/>
<path d="M44 96l-14-12 22 6z" fill="#1f437a"/></g>
<g transform="translate(146 18) scale(.4)"><path d="M120 122L44 96l58 2z" fill="#c8553d"/>
<path d="M120 122L102 98l34-58 2 58z" fill="#e88a6d"/><path d="M120 122l18-24-2-58 30 52z" fill="#c8553d"/>
<path d="M120 122l46-30 30-8-14 16z" fill="#e88a6d"/><path d="M44 96l-14-12 22 6z" fill="#8f3624"/></g>
<ellipse cx="120" cy="142" rx="62" ry="5" fill="#2f5fa8" opacity=".14"/>`,
  opener: `<rect width="240" height="180" fill="#e3ead8"/>
<rect x="52" y="58" width="128" height="84" rx="4" fill="#fffdf6"/>
<path d="M52 62l64 46 64-46" fill="none" stroke="#b9bfa6" stroke-width="3" stroke-linejoin="round"/>
<circle cx="116" cy="104" r="10" fill="#b5533c"/>
<path d="M112 104l3 3 6-6" fill="none" stroke="#f6d9cf" stroke-width="2.5" stroke-linecap="round"/>
<g transform="rotate(-24 130 70)"><rect x="50" y="50" width="112" height="10" fill="#3b4426" opacity=".14"/>
<path d="M40 51c10-8 22-8 34-7h66v13H74c-12 1-24 1-34-6z" fill="#c99a3b"/>
<path d="M40 51h100" stroke="#8a6520" stroke-width="1.5"/>
<rect x="138" y="41" width="8" height="19" rx="2" fill="#8a6520"/>
<rect x="146" y="43" width="56" height="15" rx="7" fill="#5a3a22"/>
<circle cx="194" cy="50.5" r="3" fill="#c99a3b"/></g>`,
}

export const enum Hour {
  Dawn = 6,
  Noon = 12,
  Dusk = 18,
}

export function greet(hour: number): string {
  if (hour < Hour.Dawn) return '夜深了';
  if (hour < Hour.Noon) return '早上好';
  return hour < Hour.Dusk ? '下午好' : '晚上好';
}
